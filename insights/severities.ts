/** The names of `severityLevel`, by its number: https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete#trace */
export const severities: readonly string[] = [
  'verbose',
  'information',
  'warning',
  'error',
  'critical',
];
