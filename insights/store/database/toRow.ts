import type { SQLOutputValue } from 'node:sqlite';
import type { Row } from '../../row.ts';

/** A row from what the table `items` holds of it: as it was sent and checked, and how it was read. */
export function toRow({ row, genAi }: Readonly<Record<string, SQLOutputValue>>): Row {
  const sent = JSON.parse(String(row)) as Row;
  return typeof genAi === 'string' ? { ...sent, genAi: JSON.parse(genAi) } : sent;
}
