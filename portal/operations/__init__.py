"""Running the portal: processes, health, metrics, purge."""
