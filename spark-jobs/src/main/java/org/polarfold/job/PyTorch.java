package org.polarfold.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same computation in PyTorch, where Python has it.
 *
 * @param script a resource beside this class, which prints a line of JSON with "seconds" of several
 *     passes and versions
 * @param arguments its own
 */
record PyTorch(String script, List<String> arguments) {

  /** Empty where there is none; Debian's stands beside whatever comes first on the path. */
  Optional<JsonNode> answer() {
    return Stream.of("python3", "/usr/bin/python3")
        .map(this::answer)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<JsonNode> answer(String python) {
    try {
      Path copy = Files.createTempFile("polarfold", ".py");
      try (InputStream resource = PyTorch.class.getResourceAsStream(script)) {
        if (resource == null) {
          throw new IllegalStateException("Cannot find " + script);
        }
        Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>(List.of(python, copy.toString()));
        command.addAll(arguments);
        Process process =
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0
            ? Optional.of(new ObjectMapper().readTree(out))
            : Optional.empty();
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
