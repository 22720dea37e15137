using '../../infra/main.bicep'

// An endpoint of others with a key, and an app in a virtual network that reads no project.
param environmentName = 'callspan-test'
param location = 'swedencentral'
param vnetEnabled = true
param appReadsProject = true
param existingEndpoint = 'https://models.example.com/v1'
param existingKeyId = '/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/keys-of-all/secrets/models-key'
param model = 'our-gpt'
