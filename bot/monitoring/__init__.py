"""What operators see of a running bot: health conditions, health checks, metrics and logs."""
