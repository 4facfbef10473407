"""The build side: reads the rule files and prints the site. Never goes into the browser."""
