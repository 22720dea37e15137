using '../../infra/main.bicep'

// An account that was there, in another subscription and resource group.
param environmentName = 'callspan-test'
param location = 'swedencentral'
param principalId = '11111111-1111-1111-1111-111111111111'
param existingAccountId = '/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/rg-models/providers/Microsoft.CognitiveServices/accounts/models-of-all'
param model = 'our-gpt'
