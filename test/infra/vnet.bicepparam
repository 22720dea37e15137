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
param allowedOrigins = ['https://app.example.com']
param models = [{ name: 'gpt-5.4-mini', deploymentName: 'gpt-5.4-mini', capacity: 10, version: '2026-03-17' }]
param embeddingModel = 'text-embedding-3-large'
param modelPrices = json('{ "gpt-5.4-mini": { "input": 0.75, "output": 4.5 }, "text-embedding-3-large": { "input": 0.13 } }')
param alertEmail = 'alerts@example.com'
