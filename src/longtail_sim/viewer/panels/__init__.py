"""What stands beside the map: header, numbers, curves, cards, legend, time line, help."""
