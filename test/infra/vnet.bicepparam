using '../../infra/main.bicep'

// Everything that a parameter switches, the other way round from plain.bicepparam.
param environmentName = 'callspan-test'
param location = 'swedencentral'
param vnetEnabled = true
param appReadsProject = true
param contentRecording = true
param samplingRatio = '0.25'
param nodeVersion = '24'
param alwaysReadyHttpInstances = 1
param httpConcurrency = 8
param corsOrigins = 'https://app.example.com, https://other.example.com'
param fallbackModel = 'gpt-5-mini'
param modelCapacity = 10
param modelSku = 'DataZoneStandard'
param embeddingModel = 'text-embedding-3-large'
param modelPrices = json('{ "gpt-5.4-mini": { "input": 0.83, "output": 4.95 }, "gpt-5-mini": { "input": 0.28, "output": 2.2 }, "text-embedding-3-large": { "input": 0.13 } }')
param alertEmail = 'alerts@example.com'
param runbookUrl = 'https://git.example.com/callspan/docs/runbooks.md'
param availabilityTest = true
param budgetAmount = 100
param budgetStart = '2026-12-01'
param serviceHealthAlert = true
param modelAliases = { 'gpt-4*': 'gpt-5.4-mini' }
param callers = {
  mobile: {
    keys: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08']
    requestsPerMinute: 60
    usdPerDay: json('1.5')
  }
}
