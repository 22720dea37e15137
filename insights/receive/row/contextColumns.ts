import { type Fields, text } from '../untrusted.ts';

/** Columns that every table has, and the tag that fills each; `client_IP` only as sent, where the service masks it. */
const tagOf: Readonly<Record<string, string>> = {
  operation_Name: 'ai.operation.name',
  operation_SyntheticSource: 'ai.operation.syntheticSource',
  session_Id: 'ai.session.id',
  user_Id: 'ai.user.id',
  user_AuthenticatedId: 'ai.user.authUserId',
  user_AccountId: 'ai.user.accountId',
  application_Version: 'ai.application.ver',
  client_Type: 'ai.device.type',
  client_Model: 'ai.device.model',
  client_OS: 'ai.device.osVersion',
  client_IP: 'ai.location.ip',
  client_City: 'ai.location.city',
  client_StateOrProvince: 'ai.location.province',
  client_CountryOrRegion: 'ai.location.country',
  cloud_RoleName: 'ai.cloud.role',
  cloud_RoleInstance: 'ai.cloud.roleInstance',
  sdkVersion: 'ai.internal.sdkVersion',
};

/** The columns of an item's tags; older SDKs name the operating system `ai.device.os`. */
export function contextColumns(tags: Fields): Fields {
  const columns = Object.entries(tagOf).map(([column, tag]) => [column, text(tags[tag])]);
  const found = Object.fromEntries(columns);
  return { ...found, client_OS: found.client_OS ?? text(tags['ai.device.os']) };
}
