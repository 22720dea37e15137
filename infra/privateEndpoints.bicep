import { Names, Tags } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags
@description('Whether the account with the models is ours; one that was there has its own.')
param toAccount bool

resource network 'Microsoft.Network/virtualNetworks@2026-01-01' existing = {
  name: names.virtualNetwork

  resource subnet 'subnets' existing = {
    name: 'private-endpoints'
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: names.storage
}

resource account 'Microsoft.CognitiveServices/accounts@2026-05-01' existing = {
  name: names.account
}

var suffix = environment().suffixes.storage
var ofAccount = {
  service: 'account'
  zones: [
    'privatelink.cognitiveservices.azure.com'
    'privatelink.openai.azure.com'
    'privatelink.services.ai.azure.com'
  ]
}
var endpoints = concat(
  [
    { service: 'blob', zones: ['privatelink.blob.${suffix}'] }
    { service: 'queue', zones: ['privatelink.queue.${suffix}'] }
    // Without callers too: what hangs on a secure parameter is in no snapshot, nor in azd's check before it deploys.
    { service: 'table', zones: ['privatelink.table.${suffix}'] }
  ],
  toAccount ? [ofAccount] : []
)
var zoneNames = flatten(map(endpoints, endpoint => endpoint.zones))

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for name in zoneNames: {
    name: name
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (name, index) in zoneNames: {
    parent: zones[index]
    name: names.virtualNetwork
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

@batchSize(1)
resource privateEndpoints 'Microsoft.Network/privateEndpoints@2026-01-01' = [
  for endpoint in endpoints: {
    name: '${names.virtualNetwork}-${endpoint.service}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network::subnet.id }
      privateLinkServiceConnections: [
        {
          name: endpoint.service
          properties: {
            privateLinkServiceId: endpoint.service == 'account' ? account.id : storage.id
            groupIds: [endpoint.service]
          }
        }
      ]
    }
  }
]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2026-01-01' = [
  for (endpoint, index) in endpoints: {
    parent: privateEndpoints[index]
    name: 'default'
    dependsOn: [zones]
    properties: {
      privateDnsZoneConfigs: [
        for zone in endpoint.zones: {
          name: replace(zone, '.', '-')
          properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zone) }
        }
      ]
    }
  }
]
