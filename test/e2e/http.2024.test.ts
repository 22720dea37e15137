// What http.test.ts promises, on a host of 2024.
process.env.CALLSPAN_TEST_GENERATION = '2024';
await import('./http.test.ts');
