@export()
@sealed()
@description('The name of every resource. main.bicep makes them all, so that a module needs no output of another.')
type Names = {
  @description('Resource group.')
  resourceGroup: string
  @description('User-assigned identity of the app.')
  identity: string
  @description('Storage account.')
  storage: string
  @description('Flex Consumption plan.')
  plan: string
  @description('Function app.')
  site: string
  @description('Log Analytics workspace.')
  workspace: string
  @description('Application Insights component.')
  component: string
  @description('Foundry account; also its subdomain.')
  account: string
  @description('Foundry project.')
  project: string
  @description('Connection of the project to Application Insights.')
  connection: string
  @description('Action group of the alerts.')
  actionGroup: string
  @description('Workbook, a GUID.')
  workbook: string
  @description('What the name of each alert begins with.')
  alertPrefix: string
  @description('Budget of the resource group.')
  budget: string
  @description('Virtual network.')
  virtualNetwork: string
}

@export()
@description('Tags of a resource.')
type Tags = {
  @description('Value of the tag.')
  *: string
}

@export()
@sealed()
@description('A model, and its deployment of the same name: with another one prices and spans would mislead.')
type Model = {
  @description('Model in the catalog, such as gpt-5.4-mini.')
  name: string
  @description('Thousands of tokens a minute.')
  @minValue(1)
  capacity: int
}

@export()
@sealed()
@description('How the function app runs.')
type Hosting = {
  @description('Node.js, by its major version.')
  nodeVersion: '22' | '24'
  @description('Memory of an instance.')
  instanceMemoryMB: 512 | 2048 | 4096
  @description('Instances at most.')
  @minValue(40)
  maximumInstanceCount: int
  @description('Instances kept warm for the HTTP functions.')
  @minValue(0)
  alwaysReadyHttpInstances: int
  @description('Calls over HTTP that an instance runs at once; 0 for the platform\'s default.')
  httpConcurrency: int
  @description('Origins of pages that may call the app from a browser.')
  corsOrigins: string[]
}

@export()
@description('US dollars per million tokens, by deployment.')
type ModelPrices = {
  #disable-next-line use-user-defined-types // numbers with fractions have no type in Bicep
  @description('input, output (0 for embeddings) and, where it differs, cachedInput.')
  #disable-next-line use-user-defined-types
  *: object
}

@export()
@description('What clients may call models, besides their names.')
type ModelAliases = {
  @description('The model, by a name or by its beginning and *.')
  *: string
}

@export()
@sealed()
@description('Who may call, and how much.')
type Caller = {
  @description('SHA-256 of each of its keys.')
  keys: string[]
  @description('The models that it may ask; all when left out.')
  models: string[]?
  @description('Calls a minute.')
  requestsPerMinute: int?
  @description('Tokens a minute, input and output.')
  tokensPerMinute: int?
  @description('Tokens a day.')
  tokensPerDay: int?
  @description('US dollars a day, by modelPrices.')
  #disable-next-line no-explicit-any // numbers with fractions have no type in Bicep
  usdPerDay: any?
  @description('Refuses its keys.')
  disabled: bool?
}

@export()
@secure()
@description('Callers by name.')
type Callers = {
  @description('A caller.')
  *: Caller
}

@export()
@sealed()
@description('Where the app\'s identity is, for roles in another resource group.')
type IdentityPlace = {
  @description('Subscription, a GUID.')
  subscription: string
  @description('Resource group.')
  resourceGroup: string
  @description('Name of the identity.')
  name: string
}

@export()
@sealed()
@description('A key as a secret of a Key Vault.')
type StoredKey = {
  @description('Name of the vault.')
  vault: string
  @description('Name of the secret.')
  name: string
}
