import { Names, Tags } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags

resource network 'Microsoft.Network/virtualNetworks@2026-01-01' = {
  name: names.virtualNetwork
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/23'] }
    // Inside the network, as subnets of their own are dropped and made again with each provision.
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.0.0.0/24'
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'private-endpoints'
        properties: { addressPrefix: '10.0.1.0/27', defaultOutboundAccess: false }
      }
    ]
  }
}
