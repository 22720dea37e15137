/** A scalar type of KQL. */
type ColumnType = 'bool' | 'datetime' | 'dynamic' | 'int' | 'real' | 'string';

/** Columns of a table, and their types. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** What a query may name. */
export interface Schema {
  readonly tables: Readonly<Record<string, Columns>>;
  /** Functions without parameters, and the columns of the table that each gives. */
  readonly functions: Readonly<Record<string, Columns>>;
}

// Both namings: https://learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource#table-schemas

const classicColumns = {
  timestamp: 'datetime',
  itemId: 'string',
  itemType: 'string',
  customDimensions: 'dynamic',
  operation_Name: 'string',
  operation_Id: 'string',
  operation_ParentId: 'string',
  operation_SyntheticSource: 'string',
  session_Id: 'string',
  user_Id: 'string',
  user_AuthenticatedId: 'string',
  user_AccountId: 'string',
  application_Version: 'string',
  client_Type: 'string',
  client_Model: 'string',
  client_OS: 'string',
  client_IP: 'string',
  client_City: 'string',
  client_StateOrProvince: 'string',
  client_CountryOrRegion: 'string',
  client_Browser: 'string',
  cloud_RoleName: 'string',
  cloud_RoleInstance: 'string',
  appId: 'string',
  appName: 'string',
  iKey: 'string',
  sdkVersion: 'string',
  _ResourceId: 'string',
} as const;

/** Metrics are not sampled: they have a count of their own, and no itemCount. */
const classicItem = {
  ...classicColumns,
  itemCount: 'int',
  customMeasurements: 'dynamic',
} as const;

/** The tables as queries see them whose scope is the Application Insights component. */
const component: Schema = {
  tables: {
    requests: {
      ...classicItem,
      id: 'string',
      source: 'string',
      name: 'string',
      url: 'string',
      success: 'string', // `True` or `False`
      resultCode: 'string',
      duration: 'real',
      performanceBucket: 'string',
    },
    dependencies: {
      ...classicItem,
      id: 'string',
      target: 'string',
      type: 'string',
      name: 'string',
      data: 'string',
      success: 'string',
      resultCode: 'string',
      duration: 'real',
      performanceBucket: 'string',
    },
    exceptions: {
      ...classicItem,
      problemId: 'string',
      handledAt: 'string',
      type: 'string',
      message: 'string',
      assembly: 'string',
      method: 'string',
      outerType: 'string',
      outerMessage: 'string',
      outerAssembly: 'string',
      outerMethod: 'string',
      innermostType: 'string',
      innermostMessage: 'string',
      innermostAssembly: 'string',
      innermostMethod: 'string',
      severityLevel: 'int',
      details: 'dynamic',
    },
    traces: { ...classicItem, message: 'string', severityLevel: 'int' },
    customEvents: { ...classicItem, name: 'string' },
    customMetrics: {
      ...classicColumns,
      name: 'string',
      value: 'real',
      valueCount: 'int',
      valueSum: 'real',
      valueMin: 'real',
      valueMax: 'real',
      valueStdDev: 'real',
    },
  },
  functions: {},
};

const everyRow = {
  TenantId: 'string',
  TimeGenerated: 'datetime',
  Type: 'string',
  SourceSystem: 'string',
  _ResourceId: 'string',
  _SubscriptionId: 'string',
  _BilledSize: 'real',
  _IsBillable: 'string',
} as const;

const appRow = {
  ...everyRow,
  ItemCount: 'int',
  Properties: 'dynamic',
  OperationName: 'string',
  OperationId: 'string',
  ParentId: 'string',
  SyntheticSource: 'string',
  SessionId: 'string',
  UserId: 'string',
  UserAuthenticatedId: 'string',
  UserAccountId: 'string',
  AppVersion: 'string',
  AppRoleName: 'string',
  AppRoleInstance: 'string',
  ClientType: 'string',
  ClientModel: 'string',
  ClientOS: 'string',
  ClientIP: 'string',
  ClientCity: 'string',
  ClientStateOrProvince: 'string',
  ClientCountryOrRegion: 'string',
  ClientBrowser: 'string',
  ResourceGUID: 'string',
  IKey: 'string',
  SDKVersion: 'string',
} as const;

/**
 * The tables as queries see them whose scope is the Log Analytics workspace.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/apprequests and its neighbours
 */
const workspace: Schema = {
  tables: {
    AppRequests: {
      ...appRow,
      Measurements: 'dynamic',
      Id: 'string',
      Source: 'string',
      Name: 'string',
      Url: 'string',
      Success: 'bool',
      ResultCode: 'string',
      DurationMs: 'real',
      PerformanceBucket: 'string',
    },
    AppDependencies: {
      ...appRow,
      Measurements: 'dynamic',
      ReferencedItemId: 'string',
      ReferencedType: 'string',
      Id: 'string',
      Target: 'string',
      DependencyType: 'string',
      Name: 'string',
      Data: 'string',
      Success: 'bool',
      ResultCode: 'string',
      DurationMs: 'real',
      PerformanceBucket: 'string',
    },
    AppExceptions: {
      ...appRow,
      Measurements: 'dynamic',
      ProblemId: 'string',
      HandledAt: 'string',
      ExceptionType: 'string',
      Message: 'string',
      Assembly: 'string',
      Method: 'string',
      OuterType: 'string',
      OuterMessage: 'string',
      OuterAssembly: 'string',
      OuterMethod: 'string',
      InnermostType: 'string',
      InnermostMessage: 'string',
      InnermostAssembly: 'string',
      InnermostMethod: 'string',
      SeverityLevel: 'int',
      Details: 'dynamic',
    },
    AppTraces: {
      ...appRow,
      Measurements: 'dynamic',
      ReferencedItemId: 'string',
      ReferencedType: 'string',
      Message: 'string',
      SeverityLevel: 'int',
    },
    AppEvents: { ...appRow, Measurements: 'dynamic', Name: 'string' },
    AppMetrics: { ...appRow, Name: 'string', Sum: 'real', Min: 'real', Max: 'real' },
    // https://learn.microsoft.com/azure/azure-monitor/reference/tables/azuremetrics
    AzureMetrics: {
      ...everyRow,
      ResourceId: 'string',
      ResourceGroup: 'string',
      ResourceProvider: 'string',
      Resource: 'string',
      SubscriptionId: 'string',
      MetricName: 'string',
      TimeGrain: 'string',
      UnitName: 'string',
      Total: 'real',
      Count: 'real',
      Maximum: 'real',
      Minimum: 'real',
      Average: 'real',
    },
  },
  functions: {
    // https://learn.microsoft.com/azure/azure-monitor/logs/monitor-workspace#columns
    _LogOperation: {
      TimeGenerated: 'datetime',
      Category: 'string',
      Operation: 'string',
      Level: 'string',
      Detail: 'string',
      _ResourceId: 'string',
      Computer: 'string',
      CorrelationId: 'string',
    },
  },
};

/** The schemas that the second line of a query names. */
export const schemas = { component, workspace };
