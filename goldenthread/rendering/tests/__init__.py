"""Tests of documents and pictures, by reading them back."""
