package org.polarfold.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.provenance.Digest;
import org.polarfold.report.Words;

/** The evidence pack of a run: a pure function of its files. */
public final class Evidence {

  /** The value of the key {@code schema} of {@code manifest.json}. */
  public static final String SCHEMA = "polarfold-evidence/1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunFiles files;
  private final Marks marks;
  private final List<String> warnings;
  private final SortedMap<String, byte[]> pack = new TreeMap<>();

  private Evidence(RunFiles files) {
    this.files = files;
    this.marks = files.marks();
    this.warnings = marks.lines(false);
  }

  /**
   * A pack.
   *
   * @param files path within the pack to content
   * @param notice what the user should know of this machine, in a line, where anything
   */
  public record Pack(SortedMap<String, byte[]> files, Optional<String> notice) {}

  /**
   * Makes the pack. The same files and page give the same bytes on a machine; pictures depend on
   * its fonts.
   *
   * @param page the report's page, from whose figures the pack's are made; empty where there is
   *     none
   * @throws org.polarfold.UserException where a file is not JSON
   */
  public static Pack of(RunFiles files, Optional<String> page) {
    Evidence evidence = new Evidence(files);
    Methods methods = Methods.of(files);
    evidence.put("methods.md", methods.markdown(evidence.warnings));
    evidence.put("references.bib", References.of(methods.citations(), evidence.warnings));
    Map<String, Table> tables = new TreeMap<>(ResultTables.of(files.resultsRoot()));
    tables.putAll(RunTables.of(files));
    tables.forEach(
        (name, table) -> evidence.put("tables/" + name + ".csv", table.csv(evidence.warnings)));
    Optional<String> notice = page.flatMap(evidence::figures);
    evidence.sheets(new Answers(files, methods, Set.copyOf(evidence.pack.keySet())));
    evidence.put("README.txt", evidence.readme(tables, page.isPresent(), notice));
    evidence.put("manifest.json", evidence.manifest(page));
    return new Pack(evidence.pack, notice);
  }

  private void sheets(Answers answers) {
    List<String> all = new ArrayList<>(warnings);
    for (Place pair : files.runRoot().at("circular").items()) {
      all.add(
          "Circular pair: %s is computed from the %s map, so a high AUROC is no finding"
              .formatted(
                  Words.clean(pair.at("target").text()), Words.clean(pair.at("map").text())));
    }
    Checklist.sheets(answers)
        .forEach(
            (name, list) -> {
              put("sheets/" + name + ".html", list.html("sheet", name(), all));
              put("sheets/" + name + ".csv", list.csv(warnings));
            });
    put("model-card.html", Checklist.modelCard(answers).html("card", name(), all));
  }

  /** The run's name, or that of the file that was evaluated. */
  private String name() {
    for (Place name :
        List.of(files.runRoot().at("name"), files.resultsRoot().down("provenance.predictions"))) {
      if (!name.text().isEmpty()) {
        return name.text();
      }
    }
    return "predictions";
  }

  private Optional<String> figures(String page) {
    Optional<String> notice = Picture.impossible();
    PageFigures.of(page, marks)
        .forEach(
            (name, svg) -> {
              put("figures/" + name + ".svg", svg);
              if (notice.isEmpty()) {
                pack.put("figures/" + name + ".png", Picture.png(svg));
              }
            });
    return notice;
  }

  private void put(String path, String text) {
    pack.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private String readme(Map<String, Table> tables, boolean page, Optional<String> notice) {
    StringBuilder text = new StringBuilder();
    warnings.forEach(warning -> text.append(warning).append(".\n"));
    text.append(
        """
        Evidence pack of %s, made by ./run evidence. Nothing in it was typed by hand; every figure says
        which file of the run, and which key in it, it is from.

        sheets/         TRIPOD+AI, TRIPOD-Cluster, CLAIM 2024 and PROBAST+AI, as HTML to print and as CSV.
        model-card.html What the model is, what it was judged on, and what it is not for.
        methods.md      What this run did, in words, with citations; references.bib holds exactly those.
        tables/         Every table as CSV: UTF-8, commas, every digit. Lines that begin with # are warnings.
        figures/        %s
        manifest.json   SHA-256 of every file of the pack, and of what it was made from.

        A key reads as in results.json: targets[0].arms.external.metaAnalysis.estimate. [*] stands for every
        item of a list; (sum), (count), (true) and (names) say what was done with them: added up, counted,
        counted where true, named.
        In tables, a cell of words that a spreadsheet could take for a formula begins with an apostrophe.
        What could not be estimated has an empty cell and a reason in not_estimable.

        Tables and their columns:
        """
            .formatted(
                Words.site(name()),
                page
                    ? notice.orElse("Every figure of the report as SVG, and as PNG of 300 dpi.")
                    : "None: without a run.json there is no report to take them from."));
    tables.forEach(
        (name, table) ->
            text.append(name)
                .append(".csv: ")
                .append(String.join(", ", table.columns()))
                .append('\n'));
    return text.toString();
  }

  private String manifest(Optional<String> page) {
    ObjectNode root = JSON.createObjectNode().put("schema", SCHEMA);
    ArrayNode told = root.putArray("warnings");
    warnings.forEach(told::add);
    root.putObject("code")
        .put("version", CodeVersion.current().version())
        .put("commit", CodeVersion.current().commit());
    ObjectNode from = root.putObject("madeFrom");
    files.sources().forEach((name, source) -> from.put(name, sha256(source.json())));
    page.ifPresent(html -> from.put("report.html", sha256(html.getBytes(StandardCharsets.UTF_8))));
    ArrayNode list = root.putArray("files");
    pack.forEach(
        (path, bytes) ->
            list.addObject()
                .put("path", path)
                .put("bytes", bytes.length)
                .put("sha256", sha256(bytes)));
    return root.toPrettyString() + "\n";
  }

  private static String sha256(byte[] bytes) {
    try {
      return Digest.ofStream(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
