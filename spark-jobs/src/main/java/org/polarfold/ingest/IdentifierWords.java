package org.polarfold.ingest;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words of headers, in several languages, under which hospitals keep what identifies a person:
 * names, dates of birth, addresses, numbers. Accents, case and how words are joined do not matter:
 * {@code Prénom}, {@code birth_date}, {@code PatientName}.
 */
final class IdentifierWords {

  /** Alone enough. */
  private static final Set<String> WORDS =
      words(
          // Names
          "surname surnames forename firstname lastname givenname familyname middlename maidenname"
              + " fullname patientname username initials initialen initiales nom prenom nachname"
              + " vorname familienname geburtsname rufname namen nome cognome nombre nombres"
              + " apellido apellidos sobrenome apelido naam voornaam achternaam navn fornavn"
              + " etternavn efternavn namn fornamn efternamn etunimi sukunimi imie nazwisko jmeno"
              + " prijmeni vezeteknev keresztnev soyad soyadi фамилия имя отчество επωνυμο ονομα"
              + " 姓名 名前 氏名"
              + " patientenname patientennachname patientenvorname nompatient nomdupatient"
              + " nombrepaciente nombredelpaciente nomepaziente nomepaciente patientnavn patientnamn",
          // Birth
          "birth birthday birthdate dob dateofbirth yearofbirth geboren geburt gebdat gebdatum"
              + " geboortedatum naissance ddn datenaissance nascita datanascita nacimiento"
              + " fechanacimiento nascimento datanascimento fodselsdato fodelsedatum fodt fodd"
              + " narozeni urodzenia рождения",
          // Where and how a person is reached
          "address addresses addr street adresse anschrift strasse wohnort indirizzo direccion"
              + " domicilio domicile endereco calle rue postcode postal postalcode zip zipcode plz"
              + " postleitzahl codepostal city town village ville stadt citta ciudad cidade phone"
              + " telephone telephones tel telefon telefono telefone telefonnummer phonenumber"
              + " mobile mobil handy movil cellulare cellphone fax mail email emailaddress kin",
          // Numbers and papers
          "ssn nhs nhsnumber mrn medicare medicaid insurance versicherung krankenkasse assurance"
              + " assicurazione passport passportnumber reisepass passeport passaporto pasaporte"
              + " personnummer personalausweis pesel bsn cpr ahv nif dni codicefiscale fiscale"
              + " accession pid patientennummer patientnumber patientid fallnummer hospitalnumber");

  /** Enough at the beginning of a longer word, as in the compounds of German. */
  private static final List<String> BEGINNINGS =
      List.of("versicherten", "versicherung", "geburts", "birth", "krankenversich", "passport");

  /** Enough where both stand in one header. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("social", "security"),
          List.of("medical", "record"),
          List.of("health", "card"),
          List.of("national", "id"),
          List.of("national", "number"),
          List.of("hospital", "id"),
          List.of("hospital", "no"),
          List.of("hospital", "number"),
          List.of("patient", "id"),
          List.of("patient", "no"),
          List.of("patient", "nr"),
          List.of("patient", "number"));

  /** What may have a name without being a person. */
  private static final Set<String> THINGS =
      words(
          "segment scanner camera file site centre center hospital device protocol study series"
              + " sequence tracer software kernel algorithm model manufacturer vendor column region"
              + " territory vessel artery wall map grid state phase unit drug stressor agent test"
              + " variable code isotope version");

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BORDERS =
      Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private IdentifierWords() {}

  private static Set<String> words(String... lists) {
    return Set.copyOf(Arrays.asList(String.join(" ", lists).split(" ")));
  }

  /** The word that makes a header suspicious, as it stands in our own list. */
  static Optional<String> in(String header) {
    String plain =
        MARKS
            .matcher(Normalizer.normalize(header, Normalizer.Form.NFD))
            .replaceAll("")
            .replace("\u00DF", "ss")
            .replace('\u00F8', 'o')
            .replace('\u00D8', 'O')
            .replace('\u0142', 'l');
    List<String> tokens =
        Arrays.stream(BORDERS.split(plain))
            .filter(token -> !token.isEmpty())
            .map(token -> token.toLowerCase(Locale.ROOT))
            .toList();
    return single(tokens)
        .or(() -> pair(tokens))
        .or(() -> name(tokens))
        // Words run together, as datedenaissance or FIRST NAME written FIRSTNAME.
        .or(() -> single(List.of(String.join("", tokens))));
  }

  private static Optional<String> single(List<String> tokens) {
    return tokens.stream()
        .flatMap(
            token ->
                WORDS.contains(token)
                    ? Optional.of(token).stream()
                    : BEGINNINGS.stream().filter(token::startsWith))
        .findFirst();
  }

  private static Optional<String> pair(List<String> tokens) {
    return PAIRS.stream().filter(tokens::containsAll).findFirst().map(p -> String.join(" ", p));
  }

  /** A name of anything but a thing. */
  private static Optional<String> name(List<String> tokens) {
    boolean named = tokens.contains("name") || tokens.contains("names");
    return named && tokens.stream().noneMatch(THINGS::contains)
        ? Optional.of("name")
        : Optional.empty();
  }
}
