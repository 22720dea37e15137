import {
  type Attributes,
  type AttributeValue,
  type Exception,
  INVALID_SPAN_CONTEXT,
  type Link,
  type Span,
  type SpanContext,
  type SpanStatus,
} from '@opentelemetry/api';
import type { Later } from './later.ts';

/** Now, in the form in which spans and log records take a time: ms since 1970, with fractions. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * A span that is opened before telemetry is there. What it is told is kept with its time, and told to the real span once
 * that can be opened. Until then it has no context to hand on.
 */
export class EarlySpan implements Span {
  readonly #later: Later;
  #real: Span | undefined;

  /** `open` opens the real span; it is called once telemetry is there, after those of earlier spans. */
  constructor(later: Later, open: () => Span) {
    this.#later = later;
    later.do(() => {
      this.#real = open();
    });
  }

  /** The real span, once there is one. */
  get real(): Span | undefined {
    return this.#real;
  }

  #tell(tell: (span: Span) => void): this {
    this.#later.do(() => {
      if (this.#real !== undefined) tell(this.#real);
    });
    return this;
  }

  spanContext(): SpanContext {
    return this.#real?.spanContext() ?? INVALID_SPAN_CONTEXT;
  }

  isRecording(): boolean {
    return this.#real?.isRecording() ?? true; // what a sampled span is told too much is dropped later
  }

  setAttribute(name: string, value: AttributeValue): this {
    return this.#tell((span) => span.setAttribute(name, value));
  }

  setAttributes(attributes: Attributes): this {
    return this.#tell((span) => span.setAttributes(attributes));
  }

  addEvent(name: string, attributes?: Attributes): this {
    const at = now();
    return this.#tell((span) => span.addEvent(name, attributes, at));
  }

  addLink(link: Link): this {
    return this.#tell((span) => span.addLink(link));
  }

  addLinks(links: Link[]): this {
    return this.#tell((span) => span.addLinks(links));
  }

  setStatus(status: SpanStatus): this {
    return this.#tell((span) => span.setStatus(status));
  }

  updateName(name: string): this {
    return this.#tell((span) => span.updateName(name));
  }

  recordException(exception: Exception): void {
    const at = now();
    this.#tell((span) => span.recordException(exception, at));
  }

  end(): void {
    const at = now();
    this.#tell((span) => span.end(at));
  }
}
