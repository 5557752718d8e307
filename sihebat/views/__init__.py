"""Screens of SiHebat, a file for each thing that people look after; acting.py and watching.py serve them all."""
