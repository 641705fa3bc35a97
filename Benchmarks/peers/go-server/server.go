// The two requests of the survey, as one would write them with Go's net/http: results and jobs stand in maps behind a lock. An
// upload is copied to a file beside that of the result. Events are kept in a slice behind a lock.
// Arguments: the port, and the file that holds the result of job_id_2.
package main

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

type question struct {
	Question string `json:"question"`
}

type ledger struct {
	sync.Mutex
	results map[string][]byte
	waiting map[string]question
	last    int
}

func (l *ledger) result(id string) ([]byte, bool) {
	l.Lock()
	defer l.Unlock()
	body, found := l.results[id]
	return body, found
}

func (l *ledger) admit(q question) string {
	l.Lock()
	defer l.Unlock()
	l.last++
	id := "job_id_" + strconv.Itoa(l.last)
	l.waiting[id] = q
	return id
}

type event struct {
	time  time.Time
	value float64
}

type board struct {
	sync.Mutex
	events []event
}

func (b *board) append(e event) {
	b.Lock()
	defer b.Unlock()
	b.events = append(b.events, e)
}

// What is posted: pointers, so that a missing field differs from an empty one.
type posted struct {
	Timestamp *string  `json:"timestamp"`
	Value     *float64 `json:"value"`
}

func refuse(w http.ResponseWriter, reason string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	json.NewEncoder(w).Encode(map[string]string{"error": reason})
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: server PORT RESULT_FILE")
	}
	result, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	jobs := &ledger{
		results: map[string][]byte{"job_id_2": result},
		waiting: map[string]question{},
		last:    2,
	}

	http.HandleFunc("/api/get_results/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			http.Error(w, "use GET", http.StatusMethodNotAllowed)
			return
		}
		body, found := jobs.result(strings.TrimPrefix(r.URL.Path, "/api/get_results/"))
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(body)
	})
	http.HandleFunc("/api/states_mean", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "use POST", http.StatusMethodNotAllowed)
			return
		}
		var asked question
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]string{"job_id": jobs.admit(asked)})
	})
	events := &board{}
	http.HandleFunc("/event", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "use POST", http.StatusMethodNotAllowed)
			return
		}
		var sent posted
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			refuse(w, err.Error())
			return
		}
		if sent.Timestamp == nil || sent.Value == nil {
			refuse(w, "Missing 'timestamp' or 'value' field")
			return
		}
		at, err := time.Parse(time.RFC3339, *sent.Timestamp)
		if err != nil {
			refuse(w, err.Error())
			return
		}
		events.append(event{at, *sent.Value})
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		json.NewEncoder(w).Encode(map[string]string{"message": "Event created successfully"})
	})
	http.HandleFunc("/api/v1/datasets", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "use POST", http.StatusMethodNotAllowed)
			return
		}
		file, err := os.CreateTemp(filepath.Dir(os.Args[2]), "upload")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		defer file.Close()
		count, err := io.Copy(file, r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		json.NewEncoder(w).Encode(map[string]int64{"bytes": count})
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
