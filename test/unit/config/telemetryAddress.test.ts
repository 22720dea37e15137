import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config.ts';
import { minimal, problemsOf } from './problemsOf.ts';

const guid = '00000000-0000-0000-0000-00000000abcd';
const key = `InstrumentationKey=${guid}`;

describe('a connection string of Application Insights', () => {
  it.each([
    [
      `${key};IngestionEndpoint=https://in.example/`,
      `${key};IngestionEndpoint=https://in.example/`,
    ],
    // The exporter discards all of a string that ends in `;` or has a blank in a name.
    [
      `${key};IngestionEndpoint=https://in.example/;`,
      `${key};IngestionEndpoint=https://in.example/`,
    ],
    [
      ` instrumentationkey = ${guid.toUpperCase()} ; ingestionendpoint = HTTPS://IN.example `,
      `${key};IngestionEndpoint=https://in.example/`,
    ],
    [
      `${key};IngestionEndpoint=HTTP://LocalHost:7072`,
      `${key};IngestionEndpoint=http://localhost:7072/`,
    ],
    [
      `${key};EndpointSuffix=ai.example;Location=west`,
      `${key};EndpointSuffix=ai.example;Location=west`,
    ],
    [key, key],
  ])('%s is given on in the form that the exporter reads', (written, read) => {
    const { telemetry } = parseConfig({
      ...minimal,
      APPLICATIONINSIGHTS_CONNECTION_STRING: written,
    });
    expect(telemetry.connectionString).toBe(read);
  });

  it.each([
    guid,
    'InstrumentationKey=mine',
    `InstrumentationKey={${guid}}`,
    `${key};${key}`,
    `${key};IngestionEndpoint=`,
    `${key};IngestionEndpoint=http://in.example/`,
    `${key};IngestionEndpoint=https://user:pass@in.example/`,
    `${key};IngestionEndpoint=https://in.example/?secret=1`,
    `${key};EndpointSuffix=two words`,
    `${key};Other=a=b`,
    `${key};alone`,
    'IngestionEndpoint=https://in.example/',
    `"${key}"`,
  ])('%s stops the start', (APPLICATIONINSIGHTS_CONNECTION_STRING) => {
    expect(problemsOf({ APPLICATIONINSIGHTS_CONNECTION_STRING })).toEqual([
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
    ]);
  });
});
