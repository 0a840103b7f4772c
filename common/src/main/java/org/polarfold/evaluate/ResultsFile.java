package org.polarfold.evaluate;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.polarfold.UserException;
import org.polarfold.evaluate.Results.TargetResult;

/** Writes {@code results.json}: UTF-8, keys in a fixed order, every digit of every number. */
public final class ResultsFile {

  /** The version of the file's shape. */
  public static final String SCHEMA = "polarfold-results/1";

  private static final ObjectWriter JSON = writer();

  private ResultsFile() {}

  /**
   * Writes the file whole or not at all, over one that is there; makes its folder where needed.
   *
   * @param provenance digests of what was read, version of the code, whether data are simulated;
   *     texts, finite numbers, truth values, lists and maps of such
   * @throws UserException where the place cannot be written
   */
  public static void write(Results results, Map<String, ?> provenance, Path file) {
    byte[] json = json(results, provenance);
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try {
        Files.write(unfinished, json);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot write results: %s (%s: %s)"
              .formatted(file, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  /**
   * The file's text, for a place that is not on a local disk.
   *
   * @param provenance as {@link #write} takes it
   */
  public static String text(Results results, Map<String, ?> provenance) {
    return new String(json(results, provenance), StandardCharsets.UTF_8);
  }

  /**
   * The text of another file in the same form.
   *
   * @param document records, lists and maps of texts, finite numbers, truth values and estimates
   */
  public static String text(Object document) {
    try {
      return JSON.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid results: " + e.getOriginalMessage(), e);
    }
  }

  private static byte[] json(Results results, Map<String, ?> provenance) {
    return text(document(results, provenance)).getBytes(StandardCharsets.UTF_8);
  }

  private static Document document(Results results, Map<String, ?> provenance) {
    return new Document(SCHEMA, provenance, results.counts(), results.targets(), results.further());
  }

  private static ObjectWriter writer() {
    SimpleModule module =
        new SimpleModule()
            .addSerializer(Estimate.Value.class, new ValueOnly())
            .addSerializer(Double.class, new FiniteOnly())
            .addSerializer(double.class, new FiniteOnly());
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    lines.indentArraysWith(new DefaultIndenter("  ", "\n"));
    return JsonMapper.builder().addModule(module).build().writer(lines);
  }

  /** The file. */
  private record Document(
      String schema,
      Map<String, ?> provenance,
      Counts counts,
      List<TargetResult> targets,
      @JsonAnyGetter Map<String, Serializable> further) {}

  /** An estimate that exists is written as what was estimated. */
  @SuppressWarnings("rawtypes") // Jackson finds serialisers by raw class.
  private static final class ValueOnly extends JsonSerializer<Estimate.Value> {
    @Override
    public void serialize(Estimate.Value value, JsonGenerator json, SerializerProvider types)
        throws IOException {
      types.defaultSerializeValue(value.value(), json);
    }
  }

  /** A NaN that comes as far as this is a fault of ours, and must not become a text in a file. */
  private static final class FiniteOnly extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider types)
        throws IOException {
      if (!Double.isFinite(value)) {
        throw new IllegalStateException("Invalid number for a results file: " + value);
      }
      json.writeNumber(value);
    }
  }
}
