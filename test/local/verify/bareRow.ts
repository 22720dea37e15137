import type { Row } from '../../../local/ask/row.ts';

/** A row of a table with only what every row has, and `rest`. */
export const bareRow = (itemType: Row['itemType'], rest: Partial<Row>): Row => ({
  itemType,
  timestamp: '2026-01-01T00:00:00.000Z',
  operation_Id: 'o',
  operation_ParentId: '',
  customDimensions: {},
  customMeasurements: {},
  ...rest,
});
