package org.polarfold.report;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;

/** A JSON file that names its schema; every complaint about it is one line for the user. */
record JsonDocument(String file, ObjectNode root) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The document in a file.
   *
   * @param schema what its key {@code schema} must say
   * @param origin the command that writes such files, for the message
   * @throws UserException where there is no such file, or it is not JSON, or of another schema
   */
  static JsonDocument read(Path file, String schema, String origin) {
    return of(source(file, origin), schema, origin);
  }

  /** What a local file holds; otherwise as {@link #read}. */
  static Report.Source source(Path file, String origin) {
    try {
      return new Report.Source(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UserException(
          "Cannot read file: %s (no such file; %s writes it)".formatted(file, origin), e);
    } catch (IOException e) {
      throw unreadable(file.toString(), origin, e);
    }
  }

  /** The document in what was read of a file; otherwise as {@link #read}. */
  static JsonDocument of(Report.Source source, String schema, String origin) {
    String file = source.name();
    JsonNode root = parse(source, origin);
    JsonNode found = root.path("schema");
    if (!(root instanceof ObjectNode object) || !schema.equals(found.textValue())) {
      String value = found.isMissingNode() ? "missing" : found.toString();
      throw new UserException(
          "Invalid file: %s, key schema: %s (expected \"%s\", as %s writes it)"
              .formatted(file, Words.shortened(Words.clean(value), 60), schema, origin));
    }
    return new JsonDocument(file, object);
  }

  /** The complaint that a key holds something else than it must. */
  UserException invalid(String key, String value, String expected, @Nullable Throwable cause) {
    String message =
        "Invalid file: %s, key %s: %s (expected %s)"
            .formatted(file, key, Words.shortened(Words.clean(value), 60), expected);
    return cause == null ? new UserException(message) : new UserException(message, cause);
  }

  private static JsonNode parse(Report.Source source, String origin) {
    try {
      return JSON.readTree(source.json());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new UserException(
          "Invalid file: %s%s: not JSON (expected what %s writes)"
              .formatted(source.name(), place, origin),
          e);
    } catch (IOException e) {
      throw unreadable(source.name(), origin, e);
    }
  }

  private static UserException unreadable(String file, String origin, IOException cause) {
    return new UserException(
        "Cannot read file: %s (expected a readable file, as %s writes it)".formatted(file, origin),
        cause);
  }
}
