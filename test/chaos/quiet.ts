// Import this file first: the functions' logger reads its level once, and the simulation writes its own trace.
process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
