import { Names, Tags } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags
@description('Whether the account answers from the internet; from a virtual network it always does.')
param publicAccess bool
@description('Days that requests and results of jobs are kept.')
param resultDays int
@description('Days that a deleted blob or container can be brought back.')
param softDeleteDays int

@export()
@description('The queues that src names. The poison queue is the host\'s too, and is read by a function of ours.')
var queueNames = ['inference-requests', 'inference-requests-poison', 'inference-results']
@export()
@description('What callers have used of their limits.')
var tableName = 'callers'
@export()
@description('The container of the deployment package.')
var packageContainer = 'app-package'
var jobContainers = ['inference-requests', 'inference-results']

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: names.storage
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: { defaultAction: publicAccess ? 'Allow' : 'Deny', bypass: 'None' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
      containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    }

    resource containers 'containers' = [
      for name in concat(jobContainers, [packageContainer]): {
        name: name
        properties: { publicAccess: 'None' }
      }
    ]
  }

  resource queues 'queueServices' = {
    name: 'default'

    resource all 'queues' = [for name in queueNames: { name: name }]
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource callers 'tables' = { name: tableName }
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    dependsOn: [blobs]
    properties: {
      policy: {
        rules: [
          {
            name: 'requests-and-results'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: map(jobContainers, name => '${name}/') }
              actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: resultDays } } }
            }
          }
        ]
      }
    }
  }
}
