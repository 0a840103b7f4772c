package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code ./run completion}, in the shells that it is for. */
final class CompletionJobTest {

  /** Types each line, presses the tabulator, and prints what then stands there. */
  private static final String BASH =
      """
      source "$1"
      shift
      for line; do
        COMP_LINE=$line
        COMP_POINT=${#line}
        read -ra COMP_WORDS <<< "$line"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMPREPLY=()
        _complete_run 2> /dev/null # compopt is for a shell that a person types in
        echo "<<${COMPREPLY[*]}>>"
      done
      """;

  /** The same in a shell that a person types in, behind a pseudo-terminal. */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      zpty shell "zsh -f -i"
      zpty -w shell "autoload -U compinit; compinit -u -D; source $1"
      zpty -w shell 'finish() { zle complete-word; print -r -- "<<$BUFFER>>"; BUFFER= }'
      zpty -w shell 'zle -N finish; bindkey "^I" finish; print READY""NOW'
      zpty -r -m shell seen '*READYNOW*'
      for line in "${@[2,-1]}"; do
        zpty -w -n shell "$line"$'\\t'
        zpty -r -m shell seen '*<<*>>*'
        print -r -- "$seen"
      done
      zpty -d shell
      """;

  private static final Pattern COMPLETED = Pattern.compile("<<(.*?)>>");

  @TempDir Path folder;

  @BeforeEach
  void aConfigurationAndPredictions() throws IOException {
    Files.writeString(folder.resolve("trial.conf"), "");
    Files.writeString(folder.resolve("mine.csv"), "");
  }

  @Test
  void bashCompletesCommandsOptionsValuesAndFiles() throws Exception {
    assertThat(
            typed(
                "bash",
                BASH,
                "run rep",
                "./run check cov",
                "./run evaluate --pred",
                "run train --verb",
                "run train --on stand",
                "run report tri",
                "run evaluate --predictions mi"))
        .containsExactly(
            "report",
            "coverage",
            "--predictions",
            "--verbose",
            "standalone",
            "trial.conf",
            "mine.csv");
  }

  /** Where nothing else is known: {@code -o default} of {@code complete}. */
  @Test
  void bashCompletesFilesOfAnyArgument() throws Exception {
    String script = Told.by("completion").out();

    assertThat(script)
        .contains("complete -F _complete_run -o default run run.sh run.bash\n")
        .contains("complete -F _complete_run -o default ./run\n")
        .doesNotContain("+o default");
    assertThat(typed("bash", BASH, "run status tri")).containsExactly("");
  }

  @Test
  void zshCompletesTheSame() throws Exception {
    assumeTrue(isInstalled("zsh"), "zsh is installed");

    assertThat(
            typed(
                "zsh",
                ZSH,
                "run rep",
                "./run check cov",
                "./run evaluate --pred",
                "run train --on stand",
                "./run report tri",
                "run status tri",
                "run evaluate --predictions mi"))
        .containsExactly(
            "run report ",
            "./run check coverage ",
            "./run evaluate --predictions ",
            "run train --on standalone ",
            "./run report trial.conf ",
            "run status trial.conf ",
            "run evaluate --predictions mine.csv ");
  }

  private static boolean isInstalled(String shell) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, shell)));
  }

  private List<String> typed(String shell, String program, String... lines) throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), Told.by("completion").out());
    Path typing = Files.writeString(folder.resolve("typing"), program);
    List<String> command = new ArrayList<>(List.of(shell, typing.toString(), script.toString()));
    command.addAll(List.of(lines));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return COMPLETED
        .matcher(Files.readString(out))
        .results()
        .map(completed -> completed.group(1))
        .toList();
  }
}
