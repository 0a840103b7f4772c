package org.polarfold.planted;

import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.PairedDifference;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.DropParts;
import org.polarfold.evaluate.Results.DropResult;

/**
 * The pooled drop of one consortium and what it is made of.
 *
 * @param drop internal minus external
 * @param internalSize internal minus matched internal
 * @param novelty matched internal minus matched external
 * @param externalSize matched external minus external
 */
public record PooledParts(
    Estimate<MetaAnalysis> drop,
    Estimate<MetaAnalysis> internalSize,
    Estimate<MetaAnalysis> novelty,
    Estimate<MetaAnalysis> externalSize) {

  /** Those of a result, as its headlines say. */
  public static PooledParts of(BinaryResult result) {
    Estimate<DropParts> parts = result.drop().map(DropResult::parts);
    return new PooledParts(
        result.drop().flatMap(DropResult::metaAnalysis),
        parts.flatMap(DropParts::internalSize).flatMap(PairedDifference::metaAnalysis),
        parts.flatMap(DropParts::novelty).flatMap(PairedDifference::metaAnalysis),
        parts.flatMap(DropParts::externalSize).flatMap(PairedDifference::metaAnalysis));
  }
}
