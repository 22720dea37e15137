import {
  type Attributes,
  type AttributeValue,
  type Context,
  type Exception,
  INVALID_SPAN_CONTEXT,
  type Link,
  type Span,
  type SpanContext,
  type SpanStatus,
  trace,
} from '@opentelemetry/api';
import type { Later } from './later.ts';

/**
 * A time of `performance.now()` in the form in which spans and log records take it: ms since 1970. It goes by the clock of now,
 * as the SDK's own times do: the clock may have been set since the process began.
 */
export function toEpochMs(at = performance.now()): number {
  return Date.now() - (performance.now() - at);
}

/** A context whose span is a real one: the SDK and the distro read more of a span than its IDs. */
export function withReal(context: Context): Context {
  const span = trace.getSpan(context);
  return span instanceof EarlySpan && span.real !== undefined
    ? trace.setSpan(context, span.real)
    : context;
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
    const at = toEpochMs();
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
    const at = toEpochMs();
    this.#tell((span) => span.recordException(exception, at));
  }

  end(): void {
    const at = toEpochMs();
    this.#tell((span) => span.end(at));
  }
}
