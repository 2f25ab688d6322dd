"""Whole archives into tables: conversion by worker processes, journals, pseudonyms, and batches for engines."""
