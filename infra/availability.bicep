import { Names, Tags } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: names.component
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' existing = {
  name: names.actionGroup
}

var name = '${names.alertPrefix}-availability'
// Azure's names of Amsterdam, Virginia and Singapore.
var places = ['emea-nl-ams-azr', 'us-va-ash-azr', 'apac-sg-sin-azr']

// From outside, as a caller: what no row of ours can tell when the app and its host are away.
resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: name
  location: location
  tags: { ...tags, 'hidden-link:${component.id}': 'Resource' }
  kind: 'standard'
  properties: {
    Name: name
    SyntheticMonitorId: name
    Kind: 'standard'
    Enabled: true
    Frequency: 900
    // An app that slept needs its time to start.
    Timeout: 60
    RetryEnabled: true
    Locations: [for place in places: { Id: place }]
    Request: { RequestUrl: 'https://${names.site}.azurewebsites.net/api/health', HttpVerb: 'GET' }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource alert 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    description: 'Health does not answer from two of three places: docs/runbooks.md#the-app-does-not-start'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [test.id, component.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: component.id
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: people.id }]
  }
}
