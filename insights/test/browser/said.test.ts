import { describe, expect, it } from 'vitest';
import { envelope, invocation } from '../envelopes.ts';
import { start } from '../running.ts';
import { noBrowser, phone, seriousViolations, useBrowser } from './browse.ts';

const browser = useBrowser();
const operation = 'b'.repeat(32);
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const text = (content: string) => ({ type: 'text', content });
const blob = (content: string, mime_type: string) => ({
  type: 'blob',
  modality: 'image',
  mime_type,
  content,
});

/** A call whose model was asked and answered with these parts. */
async function openSaid(asked: object[], answered: object[], options = {}) {
  const { send, url } = await start();
  const [chat, ...rest] = invocation({ operation, session: 's1' });
  const { data, ...item } = chat ?? envelope('', {});
  const properties = {
    ...(data.baseData as { properties?: object }).properties,
    'gen_ai.input.messages': JSON.stringify([
      { role: 'system', parts: [text('Be short.')] },
      { role: 'user', parts: asked },
    ]),
    'gen_ai.output.messages': JSON.stringify([
      { role: 'assistant', finish_reason: 'stop', parts: answered },
    ]),
  };
  await send([{ ...item, data: { ...data, baseData: { ...data.baseData, properties } } }, ...rest]);
  const page = await browser.open(`${url}/calls/${operation}?session=s1`, options);
  const said = page.getByRole('region', { name: 'The last question and the answer' });
  await said.waitFor();
  return { page, said };
}

describe.skipIf(noBrowser)(`what was said last${noBrowser}`, () => {
  it('stands below the waterfall, Markdown as what it means, and the rest is one step away', async () => {
    const { page, said } = await openSaid(
      [text('What should I pack?')],
      [
        text(
          '## Gear\n\n- a **tent**\n- a [stove](https://example.test/stove)\n\n```sh\nls -l\n```',
        ),
      ],
    );
    await said.getByRole('listitem').first().waitFor();
    expect(await said.getByRole('listitem').allInnerTexts()).toEqual(['a tent', 'a stove']);
    expect(await said.locator('pre').innerText()).toBe('ls -l');
    const link = said.getByRole('link', { name: 'stove' });
    expect(await link.getAttribute('rel')).toBe('noreferrer');
    await page.keyboard.press('w');
    await said.getByText('- a **tent**').waitFor();
    await page.keyboard.press('w');
    await said.getByRole('listitem').first().waitFor();
    await said.getByRole('button', { name: '1 more message' }).click();
    await page.getByRole('tabpanel').getByText('Be short.').waitFor();
  });

  it('is text where it is markup, and its images are shown from their own bytes', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString(
      'base64',
    );
    const { page, said } = await openSaid(
      [text('Look:'), blob(png, 'image/png'), blob(svg, 'image/svg+xml')],
      [
        text(
          '<img src=x onerror=alert(1)> [go](javascript:alert(1)) ![far](https://example.test/x.png)',
        ),
      ],
    );
    await said.getByText('<img src=x onerror=alert(1)>').waitFor();
    const picture = said.locator('img.picture');
    await picture.first().waitFor();
    expect(await page.locator('img').count()).toBe(1);
    expect(
      await picture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
    ).toBe(1);
    await said.getByText('[image 59 B]').waitFor();
    expect(await said.getByRole('link').count()).toBe(0);
  });

  it.each([
    ['wide', {}],
    ['on a phone', { viewport: phone }],
  ])('is accessible, %s, and nothing of the waterfall is out of reach', async (_name, options) => {
    const { page, said } = await openSaid(
      [text('And?')],
      [text('# A\n\n> b\n\n| c | d |\n|-|-|\n| 1 | 2 |')],
      {
        bypassCSP: true,
        ...options,
      },
    );
    await said.getByRole('table').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.locator('.wf-row', { hasText: 'chat gpt-4o' }).click();
    await page.locator('.row-facts').waitFor();
  });
});
