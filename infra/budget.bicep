import { Names } from 'types.bicep'

@description('Names of all resources.')
param names Names
@description('US dollars, or the currency of the subscription, a month.')
param amount int
@description('First day of the month in which it is made: it cannot be changed afterwards.')
param start string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' existing = {
  name: names.actionGroup
}

var notification = {
  enabled: true
  operator: 'GreaterThanOrEqualTo'
  contactEmails: []
  contactGroups: [people.id]
}

// Of the whole resource group: what the alert cost-a-day cannot see.
resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: names.budget
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: empty(start) ? fail('Set BUDGET_START too, to the first day of this month.') : start }
    notifications: {
      spent: { ...notification, threshold: 80, thresholdType: 'Actual' }
      expected: { ...notification, threshold: 100, thresholdType: 'Forecasted' }
    }
  }
}
