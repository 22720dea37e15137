import { ingestionFaults } from '../e2e/ingestion.ts';
import { testCanaries } from '../privacy/canaries.ts';

testCanaries(
  ingestionFaults.filter((fault) => fault !== 'failing').map((fault) => [fault, 'token', false]),
);
