// Imported first: the functions' logger reads its level once, and a simulation tells its own story.
process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
