"""What pages show: functions of the site that give each template the values it names."""
