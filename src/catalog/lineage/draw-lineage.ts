import { Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import { CatalogIndex } from '../discover/catalog-index.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { PartyBook } from '../parties/party-book.js';
import { today } from '../parties/show-parties.js';
import { catalogProblems } from '../problems.js';
import { type LineageGraph, lineageGraph } from './lineage-graph.js';
import { type Neighbourhood, neighbourhood } from './neighbourhood.js';

export interface LineageAnswer extends Neighbourhood {
  readonly focus: string;
  readonly depth: number;
}

/** Who writes and reads now may be told a little later; what was published, never. */
const FRESH_MS = 2_000;

/** The neighbourhood of an event or a service, as declared and as seen. */
@Injectable()
export class DrawLineage {
  /** Cutting is cheap, joining everything is not. */
  private readonly kept = new KeptAnswers<LineageGraph>(1, FRESH_MS);

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
    const [{ entries }, parties] = await Promise.all([this.index.current(), this.book.current()]);
    return this.kept.of(entries, 'graph', () => lineageGraph(entries, parties, today()));
  }
}
