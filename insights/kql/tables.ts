import type { Table } from '../row.ts';
import type { Column } from './syntax.ts';

/** A column, and what of a stored row it shows: a key, or nothing where the receiver keeps none. */
export interface TableColumn extends Column {
  readonly from?: string;
}

/** A table that queries can name. */
export interface QueryTable {
  /** The rows that it shows; absent for tables that only Azure fills. */
  readonly rows?: Table;
  /** What its column `itemType`, or `Type`, says in each row. */
  readonly itemType: string;
  readonly columns: readonly TableColumn[];
}

// Both namings and their types: https://learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource#table-schemas and
// https://learn.microsoft.com/azure/azure-monitor/reference/tables/apprequests with its neighbours.

const context = toColumns(`
  timestamp:datetime itemId:string itemType:string customDimensions:dynamic operation_Name:string operation_Id:string
  operation_ParentId:string operation_SyntheticSource:string session_Id:string user_Id:string user_AuthenticatedId:string
  user_AccountId:string application_Version:string client_Type:string client_Model:string client_OS:string client_IP:string
  client_City:string client_StateOrProvince:string client_CountryOrRegion:string client_Browser:string cloud_RoleName:string
  cloud_RoleInstance:string appId:string appName:string iKey:string sdkVersion:string _ResourceId:string`);
const item = [...context, ...toColumns('itemCount:int customMeasurements:dynamic')];
const frame = 'assembly:string method:string';
const exception = toColumns(`
  problemId:string handledAt:string type:string message:string ${frame} outerType:string outerMessage:string
  outerAssembly:string outerMethod:string innermostType:string innermostMessage:string innermostAssembly:string
  innermostMethod:string severityLevel:int details:dynamic`);

const classic: Readonly<Record<string, QueryTable>> = {
  requests: table('requests', 'request', [
    ...item,
    ...toColumns(`id:string source:string name:string url:string success:string resultCode:string duration:real
      performanceBucket:string`),
  ]),
  dependencies: table('dependencies', 'dependency', [
    ...item,
    ...toColumns(`id:string target:string type:string name:string data:string success:string resultCode:string
      duration:real performanceBucket:string`),
  ]),
  exceptions: table('exceptions', 'exception', [...item, ...exception]),
  traces: table('traces', 'trace', [...item, ...toColumns('message:string severityLevel:int')]),
  customEvents: table('customEvents', 'customEvent', [...item, ...toColumns('name:string')]),
  customMetrics: table('customMetrics', 'customMetric', [
    ...context,
    ...toColumns(
      `name:string value:real valueCount:int valueSum:real valueMin:real valueMax:real valueStdDev:real`,
    ),
  ]),
  pageViews: table('pageViews', 'pageView', [
    ...item,
    ...toColumns('id:string name:string url:string duration:real performanceBucket:string'),
  ]),
  browserTimings: table('browserTimings', 'browserTiming', [
    ...item,
    ...toColumns(`name:string url:string networkDuration:real processingDuration:real receiveDuration:real
      sendDuration:real totalDuration:real performanceBucket:string`),
  ]),
  availabilityResults: table('availabilityResults', 'availabilityResult', [
    ...item,
    ...toColumns(`id:string name:string location:string success:string message:string size:real duration:real
      performanceBucket:string`),
  ]),
  performanceCounters: {
    itemType: 'performanceCounter',
    columns: [
      ...context,
      ...toColumns('name:string category:string counter:string instance:string value:real'),
    ],
  },
};

const ofWorkspace = toColumns(`
  TenantId:string= TimeGenerated:datetime=timestamp Type:string=itemType SourceSystem:string= _ResourceId:string=
  _SubscriptionId:string= _BilledSize:real= _IsBillable:string=`);
const app = [
  ...ofWorkspace,
  ...toColumns(`
    ItemCount:int=itemCount Properties:dynamic=customDimensions OperationName:string=operation_Name
    OperationId:string=operation_Id ParentId:string=operation_ParentId SyntheticSource:string=operation_SyntheticSource
    SessionId:string=session_Id UserId:string=user_Id UserAuthenticatedId:string=user_AuthenticatedId
    UserAccountId:string=user_AccountId AppVersion:string=application_Version AppRoleName:string=cloud_RoleName
    AppRoleInstance:string=cloud_RoleInstance ClientType:string=client_Type ClientModel:string=client_Model
    ClientOS:string=client_OS ClientIP:string=client_IP ClientCity:string=client_City
    ClientStateOrProvince:string=client_StateOrProvince ClientCountryOrRegion:string=client_CountryOrRegion
    ClientBrowser:string=client_Browser ResourceGUID:string= IKey:string=iKey SDKVersion:string=sdkVersion`),
];
const appItem = [...app, ...toColumns('Measurements:dynamic=customMeasurements')];
const referenced = toColumns('ReferencedItemId:string= ReferencedType:string=');
const span = `Id:string=id Name:string=name Success:bool=success ResultCode:string=resultCode DurationMs:real=duration
  PerformanceBucket:string=performanceBucket`;

const workspace: Readonly<Record<string, QueryTable>> = {
  AppRequests: table('requests', 'AppRequests', [
    ...appItem,
    ...toColumns(`${span} Source:string=source Url:string=url`),
  ]),
  AppDependencies: table('dependencies', 'AppDependencies', [
    ...appItem,
    ...referenced,
    ...toColumns(`${span} Target:string=target DependencyType:string=type Data:string=data`),
  ]),
  AppExceptions: table('exceptions', 'AppExceptions', [
    ...appItem,
    ...exception.map(({ name, type, from = name }) => ({
      name: name === 'type' ? 'ExceptionType' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      type,
      from,
    })),
  ]),
  AppTraces: table('traces', 'AppTraces', [
    ...appItem,
    ...referenced,
    ...toColumns('Message:string=message SeverityLevel:int=severityLevel'),
  ]),
  AppEvents: table('customEvents', 'AppEvents', [...appItem, ...toColumns('Name:string=name')]),
  AppMetrics: table('customMetrics', 'AppMetrics', [
    ...app.map((column) =>
      column.name === 'ItemCount' ? { ...column, from: 'valueCount' } : column,
    ),
    ...toColumns('Name:string=name Sum:real=valueSum Min:real=valueMin Max:real=valueMax'),
  ]),
  AppPageViews: table('pageViews', 'AppPageViews', [
    ...appItem,
    ...referenced,
    ...toColumns(`Id:string=id Name:string=name Url:string=url DurationMs:real=duration
      PerformanceBucket:string=performanceBucket`),
  ]),
  AppBrowserTimings: table('browserTimings', 'AppBrowserTimings', [
    ...appItem,
    ...referenced,
    ...toColumns(`Name:string=name Url:string=url NetworkDurationMs:real=networkDuration
      ProcessingDurationMs:real=processingDuration ReceiveDurationMs:real=receiveDuration
      SendDurationMs:real=sendDuration TotalDurationMs:real=totalDuration PerformanceBucket:string=performanceBucket`),
  ]),
  AppAvailabilityResults: table('availabilityResults', 'AppAvailabilityResults', [
    ...appItem,
    ...toColumns(`Id:string=id Name:string=name Location:string=location Success:bool=success Message:string=message
      Size:real=size DurationMs:real=duration PerformanceBucket:string=performanceBucket`),
  ]),
  AppPerformanceCounters: {
    itemType: 'AppPerformanceCounters',
    columns: [
      ...app,
      ...toColumns('Name:string= Category:string= Counter:string= Instance:string= Value:real='),
    ],
  },
  AzureMetrics: {
    itemType: 'AzureMetrics',
    columns: [
      ...ofWorkspace,
      ...toColumns(`ResourceId:string ResourceGroup:string ResourceProvider:string Resource:string SubscriptionId:string
        MetricName:string TimeGrain:string UnitName:string Total:real Count:real Maximum:real Minimum:real Average:real`),
    ],
  },
};

/** Tables by name, in the names of an Application Insights resource and in those of a Log Analytics workspace. */
export const tables: Readonly<Record<string, QueryTable>> = { ...classic, ...workspace };

/** Functions of a workspace that give a table. */
export const tableFunctions: Readonly<Record<string, readonly Column[]>> = {
  _LogOperation:
    toColumns(`TimeGenerated:datetime Category:string Operation:string Level:string Detail:string
    _ResourceId:string Computer:string CorrelationId:string`),
};

function table(rows: Table, itemType: string, columns: readonly TableColumn[]): QueryTable {
  return { rows, itemType, columns };
}

/** Reads `name:type`, shown from the key of that name, `name:type=key`, and `name:type=`, which nothing fills. */
function toColumns(text: string): readonly TableColumn[] {
  return text
    .trim()
    .split(/\s+/)
    .map((column) => {
      const [, name = '', type = '', key] = /^(\w+):(\w+)(?:=(\w*))?$/.exec(column) ?? [];
      return { name, type, ...(key !== '' && { from: key ?? name }) };
    });
}
