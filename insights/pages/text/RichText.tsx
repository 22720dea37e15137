import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Block, Inline, ListItem } from '../../view/rich/nodes.ts';
import { LongText } from './texts.tsx';

/** Whether texts are shown as they came, on all of this page. */
export const raw = signal(false);

type Read = (text: string) => readonly Block[] | undefined;

/** Reads Markdown; loaded with the first text that may hold some. */
const reader = signal<Read | undefined>(undefined);

/** A text that was said to a model or by it: JSON and Markdown as what they mean, everything else as it came. Nothing in it runs or is fetched. */
export function RichText({ text }: { text: string }) {
  useEffect(() => {
    if (reader.value !== undefined) return;
    import('../../view/rich.ts').then(
      ({ readRich }) => {
        reader.value = readRich;
      },
      () => {}, // the receiver is gone: it stays as it came
    );
  }, []);
  const blocks = raw.value ? undefined : reader.value?.(text);
  if (blocks === undefined) return <LongText text={text} />;
  return (
    <div class="rich">
      <Blocks blocks={blocks} />
    </div>
  );
}

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockOf key={`${index} ${block.kind}`} block={block} />
      ))}
    </>
  );
}

function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Line parts={block.parts} />
        </p>
      );
    case 'heading':
      // Below the page's own headings, and no part of its outline.
      return (
        <p class={`rich-heading level-${block.level}`} dir="auto">
          <Line parts={block.parts} />
        </p>
      );
    case 'code':
      return (
        <pre title={block.language || undefined}>
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case 'list':
      return block.start === undefined ? (
        <ul>
          <Items items={block.items} />
        </ul>
      ) : (
        <ol start={block.start}>
          <Items items={block.items} />
        </ol>
      );
    case 'table':
      return (
        <div class="rich-table">
          <table>
            <thead>
              <Cells cells={block.head} head />
            </thead>
            <tbody>
              {block.rows.map((cells, index) => (
                <Cells key={`row ${index + 1}`} cells={cells} />
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'rule':
      return <hr />;
  }
}

function Items({ items }: { items: readonly ListItem[] }) {
  return (
    <>
      {items.map(({ done, blocks }, index) => (
        <li key={`item ${index + 1}`}>
          {done !== undefined && (
            <span role="img" aria-label={done ? 'done' : 'to do'}>
              {done ? '☑' : '☐'}{' '}
            </span>
          )}
          <Blocks blocks={blocks} />
        </li>
      ))}
    </>
  );
}

function Cells({ cells, head = false }: { cells: readonly (readonly Inline[])[]; head?: boolean }) {
  const Cell = head ? 'th' : 'td';
  return (
    <tr>
      {cells.map((parts, index) => (
        <Cell key={`cell ${index + 1}`} dir="auto">
          <Line parts={parts} />
        </Cell>
      ))}
    </tr>
  );
}

function Line({ parts }: { parts: readonly Inline[] }): ComponentChildren {
  return parts.map((part, index) => <Part key={`${index} ${part.kind}`} part={part} />);
}

function Part({ part }: { part: Inline }): ComponentChildren {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
    case 'em':
    case 'del': {
      const Mark = part.kind;
      return (
        <Mark>
          <Line parts={part.parts} />
        </Mark>
      );
    }
    case 'link':
      return (
        <a href={part.href} title={part.href} target="_blank" rel="noreferrer">
          <Line parts={part.parts} />
        </a>
      );
    case 'break':
      return <br />;
  }
}
