using '../../infra/main.bicep'

param environmentName = 'callspan-test'
param location = 'swedencentral'
param principalId = '11111111-1111-1111-1111-111111111111'
