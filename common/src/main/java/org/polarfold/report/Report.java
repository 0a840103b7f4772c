package org.polarfold.report;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;

/** The page of a run: a pure function of its results.json, run.json and what lies beside them. */
public final class Report {

  private Report() {}

  /**
   * Writes one HTML file that needs nothing else, completely or not at all, of the estimates alone.
   * The same files give the same page, to the byte.
   *
   * @param resultsJson a results.json of schema {@code polarfold-results/1}; estimates may be
   *     absent
   * @param runJson a run.json of schema {@link RunFacts#SCHEMA}
   * @param reportHtml where the page goes; replaced if it is there
   * @throws UserException where a file is missing, not JSON, of another schema or of another run,
   *     or the page cannot be written
   */
  public static void write(Path resultsJson, Path runJson, Path reportHtml) {
    Source results = JsonDocument.source(resultsJson, Results.ORIGIN);
    Source run = JsonDocument.source(runJson, RunFacts.ORIGIN);
    AtomicText.write(reportHtml, page(Sources.of(results, run)));
  }

  /**
   * What was read of a file, wherever it lies.
   *
   * @param name its place, for messages
   * @param json what it holds
   */
  public record Source(String name, byte[] json) {}

  /**
   * What a page is made of. The last three are written by commands of their own; a page without
   * them says which.
   *
   * @param results a results.json of schema {@code polarfold-results/1}; estimates may be absent
   * @param run a run.json of schema {@link RunFacts#SCHEMA}
   * @param audit the audit.json; null where there is none
   * @param stress the stress.json; null where there is none
   * @param attributions the attributions.json; null where there is none
   */
  public record Sources(
      Source results,
      Source run,
      @Nullable Source audit,
      @Nullable Source stress,
      @Nullable Source attributions) {

    /** A page of the estimates alone. */
    public static Sources of(Source results, Source run) {
      return new Sources(results, run, null, null, null);
    }
  }

  /**
   * The page as a text, for a place that is not on a local disk.
   *
   * @throws UserException where a file is not JSON, of another schema, or not of this run
   */
  public static String page(Sources sources) {
    RunFacts run = RunFacts.of(sources.run());
    JsonDocument results = Results.document(sources.results());
    String other = RunFile.foreign(results.root().path("provenance"), run);
    if (!other.isEmpty()) {
      throw results.invalid(
          "provenance", other, "what %s says".formatted(sources.run().name()), null);
    }
    return PageTemplate.render(
        Page.of(Results.of(results), run, Beside.of(results.root(), run, sources)));
  }
}
