import { Names, Tags } from 'types.bicep'
import { tiles } from 'workbookTiles.bicep'

@description('Names of all resources.')
param names Names
@description('Region.')
param location string
@description('Tags of all resources.')
param tags Tags

var timeRange = {
  type: 9
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    queryType: 0
    resourceType: 'microsoft.insights/components'
    parameters: [
      {
        id: guid('TimeRange')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time range'
        type: 4
        isRequired: true
        value: { durationMs: 86400000 }
        typeSettings: {
          selectableValues: map(
            [3600000, 14400000, 86400000, 259200000, 604800000, 2592000000],
            milliseconds => { durationMs: milliseconds }
          )
          allowCustom: true
        }
      }
    ]
  }
  name: 'time-range'
}

var introduction = {
  type: 1
  content: {
    json: 'The queries: `infra/queries`. Their columns: `docs/telemetry.md`. When an alert fires: `docs/runbooks.md`.'
  }
  name: 'introduction'
}

var items = [
  for tile in tiles: {
    type: 3
    content: {
      version: 'KqlItem/1.0'
      // The files say hours, as Logs knows no parameters; here a bar is as wide as the time range asks for.
      query: replace(tile.query, 'let grain = 1h;', 'let grain = {TimeRange:grain};')
      queryType: 0
      resourceType: 'microsoft.insights/components'
      title: tile.title
      size: 0
      timeContextFromParameter: 'TimeRange'
      visualization: tile.visualization
      showExportToExcel: true
      ...(empty(tile.?sets) ? {} : { exportFieldName: toLower(tile.?sets ?? ''), exportParameterName: tile.?sets })
    }
    ...(empty(tile.?needs)
      ? {}
      : { conditionalVisibility: { parameterName: tile.?needs, comparison: 'isNotEqualTo', value: '' } })
    customWidth: tile.?width ?? '100'
    name: tile.name
  }
]

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: names.component
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: names.workbook
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: 'Callspan'
    sourceId: toLower(component.id)
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([introduction, timeRange], items)
      fallbackResourceIds: [component.id]
    })
  }
}
