import { Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import { CatalogIndex, type CatalogSnapshot } from '../discover/catalog-index.js';
import { type Parties, PartyBook } from '../parties/party-book.js';
import { today } from '../parties/show-parties.js';
import { catalogProblems } from '../problems.js';
import { type LineageGraph, lineageGraph } from './lineage-graph.js';
import { type Neighbourhood, neighbourhood } from './neighbourhood.js';

export interface LineageAnswer extends Neighbourhood {
  readonly focus: string;
  readonly depth: number;
}

/** The neighbourhood of an event or a service, as declared and as seen. */
@Injectable()
export class DrawLineage {
  /** Cutting is cheap, joining everything is not: it is done once for what has not changed. */
  private known: { graph: LineageGraph; of: CatalogSnapshot; parties: Parties } | undefined;

  constructor(
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
  ) {}

  /** @throws LINEAGE_UNKNOWN */
  async draw(focus: string, depth: number): Promise<LineageAnswer> {
    const graph = await this.graph();
    if (!graph.nodes.has(focus)) throw problem(catalogProblems.LINEAGE_UNKNOWN, { focus });
    return { focus, depth, ...neighbourhood(graph, focus, depth) };
  }

  private async graph(): Promise<LineageGraph> {
    const [of, parties] = await Promise.all([this.index.current(), this.book.current()]);
    if (this.known?.of === of && this.known.parties === parties) return this.known.graph;
    const graph = lineageGraph(of.entries, parties, today());
    this.known = { graph, of, parties };
    return graph;
  }
}
