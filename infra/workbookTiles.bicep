@export()
@sealed()
@description('A query and how the workbook shows it.')
type Tile = {
  @description('The file of the query.')
  name: string
  @description('What is written above it.')
  title: string
  @description('The query.')
  query: string
  @description('How the result is shown.')
  visualization: 'barchart' | 'timechart' | 'table'
  @description('Percent of the width; all of it when left out.')
  width: string?
  @description('The parameter that a chosen row sets: to the column of that name, in lower case.')
  sets: 'Session'?
  @description('The parameter without which the tile is not shown.')
  needs: 'Session'?
}

@export()
@description('The workbook from top to bottom.')
var tiles Tile[] = [
  {
    name: 'calls'
    title: 'Invocations'
    query: loadTextContent('queries/calls.kql')
    visualization: 'barchart'
    width: '50'
  }
  {
    name: 'errors-over-time'
    title: 'Errors by code'
    query: loadTextContent('queries/errors-over-time.kql')
    visualization: 'barchart'
    width: '50'
  }
  {
    name: 'errors'
    title: 'Errors, with the session of the latest'
    query: loadTextContent('queries/errors.kql')
    visualization: 'table'
  }
  {
    name: 'latency'
    title: 'Answered calls over HTTP, ms'
    query: loadTextContent('queries/latency.kql')
    visualization: 'timechart'
    width: '50'
  }
  {
    name: 'time-to-first-token'
    title: 'Time to the first token of streams, ms'
    query: loadTextContent('queries/time-to-first-token.kql')
    visualization: 'timechart'
    width: '50'
  }
  {
    name: 'models'
    title: 'Models'
    query: loadTextContent('queries/models.kql')
    visualization: 'table'
  }
  {
    name: 'tokens-and-cost'
    title: 'Tokens and cost by model'
    query: loadTextContent('queries/tokens-and-cost.kql')
    visualization: 'table'
    width: '50'
  }
  {
    name: 'cost-over-time'
    title: 'Cost by model, US dollars'
    query: loadTextContent('queries/cost-over-time.kql')
    visualization: 'barchart'
    width: '50'
  }
  {
    name: 'callers'
    title: 'Who spends'
    query: loadTextContent('queries/callers.kql')
    visualization: 'table'
  }
  {
    name: 'throttling'
    title: 'Calls refused as too busy, percent'
    query: loadTextContent('queries/throttling.kql')
    visualization: 'timechart'
    width: '50'
  }
  {
    name: 'cold-starts'
    title: 'Cold starts'
    query: loadTextContent('queries/cold-starts.kql')
    visualization: 'table'
    width: '50'
  }
  {
    name: 'assistants'
    title: 'Answers of assistants'
    query: loadTextContent('queries/assistants.kql')
    visualization: 'table'
    width: '50'
  }
  {
    name: 'tools'
    title: 'Tools of assistants'
    query: loadTextContent('queries/tools.kql')
    visualization: 'table'
    width: '50'
  }
  {
    name: 'sessions'
    title: 'Sessions: choose one for its whole trace'
    query: loadTextContent('queries/sessions.kql')
    visualization: 'table'
    sets: 'Session'
  }
  {
    name: 'session'
    title: 'Trace of session {Session}'
    query: loadTextContent('queries/session.kql')
    visualization: 'table'
    needs: 'Session'
  }
  {
    name: 'poison'
    title: 'Jobs that were given up'
    query: loadTextContent('queries/poison.kql')
    visualization: 'table'
  }
  {
    name: 'telemetry-health'
    title: 'Is telemetry whole?'
    query: loadTextContent('queries/telemetry-health.kql')
    visualization: 'table'
    width: '50'
  }
  {
    name: 'telemetry-rows'
    title: 'Calls over HTTP, by who tells of them'
    query: loadTextContent('queries/telemetry-rows.kql')
    visualization: 'timechart'
    width: '50'
  }
]
