using '../../infra/main.bicep'

// An endpoint of others with a key, and an app that leaves a virtual network through a NAT gateway.
param environmentName = 'callspan-test'
param location = 'swedencentral'
param vnetEnabled = true
param natGateway = true
param appReadsProject = true
param existingEndpoint = 'https://models.example.com/v1'
param existingKeyId = '/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/keys-of-all/secrets/models-key'
param model = 'our-gpt'
