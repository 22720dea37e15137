import { connect } from 'node:net';

/**
 * Sends bytes to a receiver and gives the status of its answer; '' when it closes without one. What is no whole request ends with
 * the bytes, else the receiver would wait for more.
 */
export function sendRaw(url: string, bytes: string, isWhole: boolean): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname)
      .setEncoding('latin1')
      .on('data', (text) => {
        answer += text;
      })
      .on('error', () => {})
      .on('close', () => resolve(answer.slice(9, 12)));
    socket.write(Buffer.from(bytes, 'latin1'));
    if (!isWhole) socket.end();
  });
}
