import { Names, Tags } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('Tags of all resources.')
param tags Tags

resource people 'Microsoft.Insights/actionGroups@2023-01-01' existing = {
  name: names.actionGroup
}

// Of every service of the subscription: under which name Azure tells of models changes, and a wrong name would be silent.
resource health 'Microsoft.Insights/activityLogAlerts@2026-01-01' = {
  name: '${names.alertPrefix}-service-health'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    description: 'Azure tells of a fault, or that something of ours retires, such as a model.'
    scopes: [subscription().id]
    condition: {
      allOf: [
        { field: 'category', equals: 'ServiceHealth' }
        {
          anyOf: [
            for type in ['Incident', 'ActionRequired', 'Informational']: {
              field: 'properties.incidentType'
              equals: type
            }
          ]
        }
      ]
    }
    actions: { actionGroups: [{ actionGroupId: people.id }] }
  }
}
